// hello.rs - a program of Rust's standard library: collections, formatting, arguments.
use std::collections::HashMap;

fn main() {
    let mut counts = HashMap::new();
    for word in std::env::args().skip(1) {
        *counts.entry(word).or_insert(0) += 1;
    }
    let mut sorted: Vec<_> = counts.into_iter().collect();
    sorted.sort();
    println!("Hello from Rust: {:?}", sorted);
}
