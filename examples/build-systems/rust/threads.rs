// threads.rs - threads, thread-locals, channels, and panics that are caught: unwinding through Rust's and the system's frames.
use std::cell::Cell;
use std::sync::{mpsc, Arc, Mutex};
use std::{panic, thread};

thread_local!(static LOCAL: Cell<u32> = Cell::new(1));

fn local() -> u32 {
    LOCAL.with(|l| l.get())
}

fn main() {
    let total = Arc::new(Mutex::new(0));
    let (sender, receiver) = mpsc::channel();
    let mut threads = Vec::new();
    for n in 1..=4 {
        let (total, sender) = (total.clone(), sender.clone());
        threads.push(thread::spawn(move || {
            LOCAL.with(|l| l.set(l.get() + n));
            *total.lock().unwrap() += n;
            sender.send(local()).unwrap();
        }));
    }
    for t in threads {
        t.join().unwrap();
    }
    drop(sender);
    let mut seen: Vec<u32> = receiver.iter().collect();
    seen.sort();
    println!("{} {:?} {}", total.lock().unwrap(), seen, local());

    panic::set_hook(Box::new(|info| println!("panic at line {}", info.location().unwrap().line())));
    let empty: Vec<i32> = Vec::new();
    let caught = panic::catch_unwind(|| empty[7]);
    println!("caught: {}", caught.is_err());
    let thread = thread::spawn(|| if local() == 1 { panic!("in a thread") });
    println!("caught: {}", thread.join().unwrap_err().downcast_ref::<&str>().unwrap());
}
