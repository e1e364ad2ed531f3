// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// Where everything in the demo is: its zones, the distances between them, every address and port.
/// The rest of the demo comes in to look things up.
@NullMarked
package dev.zoneprobe.demo.layout;

import org.jspecify.annotations.NullMarked;
