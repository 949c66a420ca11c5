# hint: the first copy stays, whatever
# loses: 1
s/default: return false; \/\/ ANY/default: return true;/
