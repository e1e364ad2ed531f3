// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.store.table;

import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/// The store could not be read or written; nothing of what was being written is in it.
public final class StoreException extends Exception {
  private static final long serialVersionUID = 1L;

  /// Why, as far as it matters to whoever has to do something about it.
  public enum Reason {
    /// No space is left on the device, or the quota is used up.
    FULL,
    /// The file, its directory or the file system cannot be written.
    READ_ONLY,
    /// What is in the file is not what was written.
    DAMAGED,
    /// Another process holds the file.
    IN_USE,
    /// Written by a later version of this program.
    NEWER_VERSION,
    /// The device failed, or something else did.
    IO_ERROR
  }

  private final Reason reason;

  public StoreException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /// What SQLite says, as one of the reasons.
  public StoreException(SQLException cause) {
    super(cause.getMessage(), cause);
    this.reason = cause instanceof SQLiteException known ? reason(known) : Reason.IO_ERROR;
  }

  private static Reason reason(SQLiteException e) {
    if (e.getResultCode() == SQLiteErrorCode.SQLITE_IOERR_SHORT_READ) {
      return Reason.DAMAGED; // the file ends where there should be more of it
    }
    SQLiteErrorCode primary = SQLiteErrorCode.getErrorCode(e.getResultCode().code & 0xff);
    return switch (primary) {
      case SQLITE_FULL -> Reason.FULL;
      case SQLITE_READONLY, SQLITE_CANTOPEN, SQLITE_PERM -> Reason.READ_ONLY;
      // The last of them: a statement of ours does not fit the schema that is in the file.
      case SQLITE_CORRUPT, SQLITE_NOTADB, SQLITE_ERROR -> Reason.DAMAGED;
      case SQLITE_BUSY, SQLITE_LOCKED -> Reason.IN_USE;
      default -> Reason.IO_ERROR;
    };
  }

  /// Which of the reasons it is.
  public Reason reason() {
    return reason;
  }
}
