# hint: relocation types to know
# loses: 4
/case IMAGE_REL_AMD64_REL32_3:/d
