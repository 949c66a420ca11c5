# hint: Leave the fields of forwarders alone
# loses: 7
s/if (!e->exports\[i\].forward.n) symbols/symbols/
