// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.measure;

/// What an attempt speaks.
public enum Protocol implements Label {
  DNS,
  TCP,
  HTTP,
  GRPC
}
