# hint: report_duplicate()
# loses: 2
s/case IMAGE_COMDAT_SELECT_NODUPLICATES: report_duplicate(link, leader, now->file); return false;/case IMAGE_COMDAT_SELECT_NODUPLICATES: return false;/
