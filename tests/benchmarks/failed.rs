//! The failure kernel in a compiled language, to know what one would give: see docs/decisions/007.
use std::slice::from_raw_parts;
const BLOCK: usize = 16;

/// Mark what fails in `dead` (size x words); `steps` are starts in `owners`, whose needs are `needs[o]..needs[o + 1]`.
/// # Safety
/// Every pointer leads to as many numbers as the others say.
#[no_mangle]
pub unsafe extern "C" fn failed(
    words: usize, count: usize, steps: *const u32, cyclic: *const u8, owners: *const u32, needs: *const u32,
    nodes: usize, first: *const u32, supplier: *const u32, links: usize, dead: *mut u64,
) {
    let (steps, cyclic) = (from_raw_parts(steps, count + 1), from_raw_parts(cyclic, count));
    let owners = from_raw_parts(owners, steps[count] as usize);
    let needs = from_raw_parts(needs, nodes + 1);
    let first = from_raw_parts(first, needs[nodes] as usize + 1);
    let supplier = from_raw_parts(supplier, links);
    for start in (0..words).step_by(BLOCK) {
        let width = BLOCK.min(words - start);
        for step in 0..count {
            loop {
                let mut changed = false;
                for &owner in &owners[steps[step] as usize..steps[step + 1] as usize] {
                    let owner = owner as usize;
                    let mut lost = [0u64; BLOCK];
                    for need in needs[owner] as usize..needs[owner + 1] as usize {
                        let mut empty = [u64::MAX; BLOCK];
                        for &from in &supplier[first[need] as usize..first[need + 1] as usize] {
                            let row = from_raw_parts(dead.add(from as usize * words + start), width);
                            for (word, held) in empty.iter_mut().zip(row) { *word &= held; }
                        }
                        for (word, held) in lost.iter_mut().zip(&empty) { *word |= held; }
                    }
                    for (place, held) in lost.iter().enumerate().take(width) {
                        let word = &mut *dead.add(owner * words + start + place);
                        changed |= *word | held != *word;
                        *word |= held;
                    }
                }
                if cyclic[step] == 0 || !changed { break; }
            }
        }
    }
}
