// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// Who a caller is: what callers show, and what follows from it. Nothing here speaks a protocol.
///
/// The gRPC entrance and the web server come in.
@NullMarked
package dev.zoneprobe.collector.trust;

import org.jspecify.annotations.NullMarked;
