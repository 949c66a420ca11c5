# hint: the first copy stays, whatever
s/default: return false; \/\/ ANY/default: return true;/
