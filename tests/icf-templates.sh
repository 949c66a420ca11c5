# icf-templates.sh - the same classes as lld-link finds in a C++ program full of templates, with and without clang's tables.
. tests/common.sh
need clang lld-link

put $t/a.cpp <<'CPP'
extern "C" __declspec(dllimport) void ExitProcess(unsigned);
template <class T> struct Box {
    T *p;
    int n;
    Box() : p(0), n(0) {}
    __attribute__((noinline)) void add(T *x) { p = x; n++; grow(); }
    __attribute__((noinline)) void grow() { if (n > 100) n = 0; }
    virtual int size() { return n; }
};
struct A {}; struct B {}; struct C {};
template <int N> __attribute__((noinline)) int fact(int n) { return n <= 1 ? 1 : n * fact<N>(n - 1); }
template <int N> __attribute__((noinline)) int buffer(int n) {
    volatile int x[100];
    for (int i = 0; i < n; i++) x[i] = i;
    return x[n / 2];
}
template <int N> __attribute__((noinline)) int other(int n) { return n * N; }
template <class T> __attribute__((noinline)) int use(Box<T> *a) { return a->size(); }
Box<A> a; Box<B> b; Box<C> c;
extern "C" void start() {
    A x; B y; C z;
    a.add(&x); b.add(&y); c.add(&z); b.add(&y);
    ExitProcess(use(&a) + use(&b) + use(&c) + fact<1>(3) + fact<2>(4) + buffer<1>(5) + buffer<2>(6) + other<1>(1) + other<2>(1));
}
CPP
compile() { "$(tool clang)" --target=x86_64-pc-windows-msvc -O1 -ffreestanding -fno-stack-protector -fno-exceptions -fno-rtti \
    -fno-threadsafe-statics -ffunction-sections "$@" -c $t/a.cpp; }
compile -faddrsig -o $t/with.obj
compile -fno-addrsig -o $t/without.obj
classes() { awk '/Selected/ { if (line) print line; line = ""; for (i = 1; i < NF; i++) if ($i == "Selected") line = $(i + 1) }
    /Removed|Replaced/ { for (i = 1; i < NF; i++) if ($i ~ /^(Removed|Replaced)$/) line = line " " $(i + 1) } END { if (line) print line }' | grep ' ' | sort; }

for object in with without; do
    for word in icf safeicf; do
        words="/entry:start /subsystem:console /opt:ref,$word"
        mylink $t/$object.obj kernel32.lib $words /verbose:icf /out:$t/m.exe >$t/m.log
        run_load -x 42 $t/m.exe ''
        "$(tool lld-link)" $t/$object.obj build/lib/x64/kernel32.lib $words /verbose /out:$t/l.exe >$t/l.log 2>&1
        diff <(classes <$t/l.log) <(classes <$t/m.log) || fail "$object.obj with $word: other classes than lld-link's (<)"
    done
    run_wine -x 42 $t/m.exe ''
done
mylink $t/with.obj kernel32.lib /entry:start /subsystem:console /opt:ref,icf /verbose:icf /out:$t/m.exe >$t/m.log
expect '    Selected ?add@?$Box@UA@@@@QEAAXPEAUA@@@Z from with.obj
      Replaced ?add@?$Box@UB@@@@QEAAXPEAUB@@@Z from with.obj
      Replaced ?add@?$Box@UC@@@@QEAAXPEAUC@@@Z from with.obj' eval "grep -A 2 'Selected ?add' $t/m.log | sed 's,$t/,,'"
tail -n 1 $t/m.log | grep -qE '^    [0-9]+ sections, [0-9]+ bytes$' || fail 'no last line'
