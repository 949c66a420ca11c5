// library.rs - a DLL for programs in C: rustc writes a .def file with its exports and hands it to the linker.
#[no_mangle]
pub extern "C" fn sum_of_squares(values: *const i32, count: usize) -> i64 {
    let values = unsafe { std::slice::from_raw_parts(values, count) };
    values.iter().map(|&v| i64::from(v) * i64::from(v)).sum()
}
