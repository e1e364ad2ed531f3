// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.recall;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.zoneprobe.measure.trace.Addresses;
import dev.zoneprobe.measure.trace.Lookup;
import dev.zoneprobe.measure.trace.Retransmits;
import dev.zoneprobe.measure.trace.Trace;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/// What an attempt saw on its way, as JSON.
final class TraceJson {
  private TraceJson() {}

  static void addTo(JsonObject json, Trace trace) {
    trace.lookup().ifPresent(lookup -> json.add("dns", lookup(lookup)));
    trace.addresses().ifPresent(addresses -> add(json, addresses));
    json.add("tcp_retransmits", retransmits(trace.retransmits()));
    trace
        .certificateExpiry()
        .ifPresent(end -> json.addProperty("certificate_expiry", end.toString()));
    trace.detail().ifPresent(detail -> json.addProperty("detail", detail));
  }

  private static JsonObject lookup(Lookup lookup) {
    JsonObject json = new JsonObject();
    json.addProperty("name", lookup.name());
    json.addProperty("queries", lookup.queries());
    lookup
        .reply()
        .ifPresent(reply -> {
          json.addProperty("nameserver", text(reply.nameserver()));
          json.addProperty("rcode", reply.rcode());
          JsonArray addresses = new JsonArray();
          reply.addresses().stream().map(InetAddress::getHostAddress).forEach(addresses::add);
          json.add("addresses", addresses);
        });
    return json;
  }

  private static void add(JsonObject json, Addresses addresses) {
    addresses.local().ifPresent(local -> json.addProperty("local_address", text(local)));
    json.addProperty("remote_address", text(addresses.remote()));
  }

  private static JsonObject retransmits(Retransmits retransmits) {
    JsonObject json = new JsonObject();
    json.addProperty("syns", retransmits.syns());
    json.addProperty("segments", retransmits.segments());
    return json;
  }

  /// As `host:port`, the host a literal address.
  private static String text(InetSocketAddress address) {
    String host =
        address.isUnresolved() ? address.getHostString() : address.getAddress().getHostAddress();
    return host.contains(":")
        ? "[" + host + "]:" + address.getPort()
        : host + ":" + address.getPort();
  }
}
