// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// What can be made to go wrong in the demo, and when. The demo comes in and does it.
@NullMarked
package dev.zoneprobe.demo.fault;

import org.jspecify.annotations.NullMarked;
