# hint: signed number
# loses: 3
s/return (i32)load32(place);/return load32(place);/
