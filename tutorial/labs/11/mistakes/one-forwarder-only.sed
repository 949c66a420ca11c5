# hint: may lead to a forwarder
# loses: 9
/^bool resolve_export(/,/^}/s/step < MAX_FORWARDS/step < 2/
