# hint: each with a zero byte
# loses: 2 3
s/bool export_as = .*/bool export_as = true;/
