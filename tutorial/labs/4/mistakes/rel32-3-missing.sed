# hint: relocation types to know
/case IMAGE_REL_AMD64_REL32_3:/d
