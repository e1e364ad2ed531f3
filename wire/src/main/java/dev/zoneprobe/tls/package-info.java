// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// Certificates and keys: read from PEM, shown and trusted in TLS, and exchanged while we run when
/// their files change.
///
/// Whoever speaks TLS comes in.
@NullMarked
package dev.zoneprobe.tls;

import org.jspecify.annotations.NullMarked;
