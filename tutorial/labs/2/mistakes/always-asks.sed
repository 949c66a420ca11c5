# hint: wants_definition() says for which names
# loses: 5 6
s/if (!wants_definition(sym)) continue;//
