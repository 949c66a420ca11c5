# real-lua.sh - the Lua interpreter, as one program and as lua54.dll with a small program, runs a script that uses most of the language:
# the same output as GNU ld's twin, and images that hold the same.
# slow
# timeout: 900
. tests/common.sh
. tests/mingw.sh
. tests/real.sh
debian_source lua5.4
shopt -s nullglob
library=()
for file in "$source"/src/*.c; do case $file in */lua.c | */luac.c) ;; *) library+=("$file") ;; esac; done
put "$t/script.lua" <<'END'
local function fib(n) return n < 2 and n or fib(n - 1) + fib(n - 2) end
print(_VERSION, fib(20), 7 // 2, 7.5 % 2, 1 << 40, 2^0.5)
local squares = {}
for i = 1, 1000 do squares[i] = (i * 7919) % 1009 end
table.sort(squares)
print(#squares, squares[1], squares[500], table.concat(squares, " ", 990))
print(("hello world"):gsub("o", "0"), ("%5.2f|%-5s|%x|%q"):format(math.pi, "ab", 255, "a\nb"), utf8.char(228, 8364))
print(pcall(function() local t = nil; return t.x end))
print(select(2, xpcall(function() error({code = 42}) end, function(e) return e.code end)))
local co = coroutine.wrap(function(a) for i = 1, 3 do a = a + coroutine.yield(a) end return "end" end)
print(co(1), co(2), co(3), co(4))
local depth = 0
local function recurse() depth = depth + 1; return 1 + recurse() end
local ok, message = pcall(recurse)
print(ok, message:match("stack overflow"), depth > 1000)
local object = setmetatable({}, {__index = function(_, k) return k .. "!" end, __add = function(a, b) return "sum" end, __close = function() print("closed") end})
do local x <close> = object; print(object.name, object + 1) end
local file = assert(io.open("lua.txt", "w")); file:write("line 1\nline 2\n"); file:close()
for line in io.lines("lua.txt") do io.write(line, ";") end
print(os.remove("lua.txt"), os.time({year = 2000, month = 1, day = 1, hour = 12}) > 0, os.getenv("NO_SUCH_VARIABLE"))
local weak = setmetatable({}, {__mode = "v"}); weak[1] = {}; collectgarbage(); print(#weak, collectgarbage("count") > 0)
print(load("return 1 +")) print(load("return ...", "chunk", "t")(5), string.pack("<i4", 258):byte(1, -1))
print(arg[1], #arg)
END
compile lua $gcc -O1 -- "${library[@]}" "$source/src/lua.c"
static=("${objects[@]}")
twins lua.exe $gcc "${static[@]}"
cp "$t/script.lua" "$t/twin/"
same_output '^end	?$|closed' lua.exe script.lua argument
# The same library as a DLL: LUA_API is dllexport there, and dllimport in the program.
compile lua-dll $gcc -O1 -DLUA_BUILD_AS_DLL -- "${library[@]}"
twins lua54.dll $gcc -shared "${objects[@]}"
compile lua-exe $gcc -O1 -DLUA_BUILD_AS_DLL -- "$source/src/lua.c"
program=${objects[0]}
twins main.exe $gcc "$program" "$t/lua54.dll"
same_output 'stack overflow	true' main.exe script.lua argument
passed 3 "Lua (Debian's lua5.4), C" 'a program; a DLL and a program' 'a script of the whole language'
