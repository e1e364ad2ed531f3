// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// Attempts before the first that counts, so that those do not measure a young JVM.
///
/// Only the wiring comes in; how a probe is opened is a function to this package.
@NullMarked
package dev.zoneprobe.agent.warmup;

import org.jspecify.annotations.NullMarked;
