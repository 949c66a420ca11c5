# hint: both included
s/highest - lowest + 1/highest - lowest/
