# hint: REL32_1 to REL32_5
# loses: 4
s/put_rel32(place, v, [1-5], value)/put_rel32(place, v, 0, value)/
