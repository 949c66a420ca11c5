# hint: ends with a zero byte
# loses: 5 6
s/put_string(e, e->names\[i\].name);/buffer_put_str(coff_section_data(e->b, e->section), e->names[i].name);/
