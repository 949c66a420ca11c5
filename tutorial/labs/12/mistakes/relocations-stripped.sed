# hint: must not say that they were stripped
# loses: 6
# file: linker/image.c
s/if (opt->fixed == TRI_ON) c |= IMAGE_FILE_RELOCS_STRIPPED;/c |= IMAGE_FILE_RELOCS_STRIPPED;/
