# hint: A flag of the file header
# loses: 9 10
# file: linker/image.c
s/if (opt->dll) c |= IMAGE_FILE_DLL;//
