/// What things cost, one question a class. Run by hand as `benchmarks/README.md` says, never as
/// tests. Nobody comes in; this package may use everything.
@NullMarked
package dev.zoneprobe.benchmarks;

import org.jspecify.annotations.NullMarked;
