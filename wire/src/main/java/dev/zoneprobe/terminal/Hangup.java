// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.terminal;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The signal that asks a daemon to read its configuration again (SIGHUP), which ends a Java
/// program that does not listen to it.
public final class Hangup {
  private static final Logger LOG = LoggerFactory.getLogger(Hangup.class);

  private Hangup() {}

  /// Calls `listener` at each of them from now on, on a thread of the runtime's; it must not block.
  ///
  /// `sun.misc.Signal` (module `jdk.unsupported`) is all that Java offers. The compiler warns of
  /// its mere name and can no longer be told not to, so it is looked up. Where it is missing, as on
  /// systems without signals, a line in the log says so.
  public static void calls(Runnable listener) {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      MethodHandle run =
          lookup
              .findVirtual(Runnable.class, "run", MethodType.methodType(void.class))
              .bindTo(listener);
      Object heard =
          MethodHandleProxies.asInterfaceInstance(
              handler, MethodHandles.dropArguments(run, 0, signal));
      Object hangup = signal.getConstructor(String.class).newInstance("HUP");
      Object _ = signal.getMethod("handle", signal, handler).invoke(null, hangup, heard);
    } catch (ReflectiveOperationException missing) {
      LOG.info("SIGHUP cannot be listened to here: {}", missing.toString());
    }
  }
}
