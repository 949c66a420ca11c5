# hint: both included
# loses: 2 3 5 6 7 8
s/highest - lowest + 1/highest - lowest/
