# hint: signed number
s/return (i32)load32(place);/return load32(place);/
