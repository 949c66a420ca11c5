# hint: is a text
# loses: 9 10
/^bool resolve_export(/,/^}/s/if (!is_forwarder(exporter, rva)) {/if (rva) {/
