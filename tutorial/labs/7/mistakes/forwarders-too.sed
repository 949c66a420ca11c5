# hint: Leave the fields of forwarders alone
s/if (!e->exports\[i\].forward.n) symbols/symbols/
