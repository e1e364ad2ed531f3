/// The whole system on real sockets, and the house rules: who may import whom, what shape code has,
/// what documents promise.
///
/// Nobody comes in.
@NullMarked
package dev.zoneprobe.e2e;

import org.jspecify.annotations.NullMarked;
