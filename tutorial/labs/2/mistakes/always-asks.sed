# hint: wants_definition() says for which names
s/if (!wants_definition(sym)) continue;//
