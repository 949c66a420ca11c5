# hint: each with a zero byte
s/bool export_as = .*/bool export_as = true;/
