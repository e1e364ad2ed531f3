// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.benchmarks.sidebyside.prober;

import java.io.IOException;

/// Something that probes, as a process that lives as long as one load.
public interface Prober {
  /// What it is called in the table.
  String name();

  /// Puts the load on the server at 127.0.0.1:`port`, and returns when it has been measured.
  Reading measure(Load load, int port) throws IOException, InterruptedException;
}
