// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// Which phase moves when one stage of an attempt is slow: servers that delay exactly one thing.
///
/// Nobody comes in.
@NullMarked
package dev.zoneprobe.e2e.attribution;

import org.jspecify.annotations.NullMarked;
