// Horn closure as Datalog: a need is empty once the last of its suppliers, taken in order, has failed.
use ascent::ascent;
use std::io::{Read, Write};

ascent! {
    struct Closure;
    relation link(u32, u32, u32);      // link, next link, supplier
    relation ends(u32, u32);           // link after the last, owner
    relation failed(u32);
    relation lost(u32);                // all links of the need before this one are lost
    relation starts(u32);
    lost(f) <-- starts(f);
    lost(n) <-- lost(l), link(l, n, s), failed(s);
    failed(o) <-- lost(l), ends(l, o);
}

fn numbers() -> Vec<Vec<u32>> {
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text).unwrap();
    text.lines().map(|l| l.split_whitespace().map(|x| x.parse().unwrap()).collect()).collect()
}

fn main() {
    // owner of each need, first link of each need (one more), supplier of each link, dead
    let n = numbers();
    let (owner, first, supplier, dead) = (&n[0], &n[1], &n[2], &n[3]);
    let mut p = Closure::default();
    let mut id = 0u32;
    for g in 0..owner.len() {
        p.starts.push((id,));
        for l in first[g]..first[g + 1] {
            p.link.push((id, id + 1, supplier[l as usize]));
            id += 1;
        }
        p.ends.push((id, owner[g]));
        id += 1;
    }
    p.failed = dead.iter().map(|d| (*d,)).collect();
    p.run();
    let mut out: Vec<u32> = p.failed.iter().map(|f| f.0).collect();
    out.sort();
    let mut w = std::io::stdout().lock();
    writeln!(w, "{}", out.iter().map(|x| x.to_string()).collect::<Vec<_>>().join(" ")).unwrap();
}
