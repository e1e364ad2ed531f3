// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.terraform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.ByteString;
import dev.zoneprobe.e2e.terraform.protocol.GetProviderSchema;
import dev.zoneprobe.e2e.terraform.protocol.Schema;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Objects;

/// What the provider `grafana/grafana`, version 4, accepts: its own settings, and every argument
/// and block of the resources that the module uses.
///
/// The file has the form of `terraform providers schema -json`. It says what the provider's
/// documentation and source say (github.com/grafana/terraform-provider-grafana: `docs/index.md` of
/// 03d586674dca, `docs/resources/rule_group.md` of 022107de1358, `resource_dashboard.go` of
/// d5885e4d2f77, `resource_folder.go` of 000e61d2a42d); where the registry can be reached, that
/// command tells whether it still does.
final class ProviderSchema {
  /// The provider's address.
  static final String ADDRESS = "registry.terraform.io/grafana/grafana";

  private static final String FILE = "grafana-schema.json";

  private ProviderSchema() {}

  /// Reads the file into what a provider answers.
  static GetProviderSchema.Response read() {
    JsonNode provider = file().path("provider_schemas").path(ADDRESS);
    GetProviderSchema.Response.Builder answer =
        GetProviderSchema.Response.newBuilder().setProvider(schema(provider.path("provider")));
    provider
        .path("resource_schemas")
        .properties()
        .forEach(one -> answer.putResourceSchemas(one.getKey(), schema(one.getValue())));
    return answer.build();
  }

  private static JsonNode file() {
    try (InputStream file = ProviderSchema.class.getResourceAsStream(FILE)) {
      return new ObjectMapper().readTree(Objects.requireNonNull(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Schema schema(JsonNode schema) {
    return Schema.newBuilder()
        .setVersion(schema.path("version").asLong())
        .setBlock(block(schema.path("block")))
        .build();
  }

  private static Schema.Block block(JsonNode block) {
    Schema.Block.Builder built = Schema.Block.newBuilder();
    block
        .path("attributes")
        .properties()
        .forEach(one -> built.addAttributes(attribute(one.getKey(), one.getValue())));
    block
        .path("block_types")
        .properties()
        .forEach(one -> built.addBlockTypes(nested(one.getKey(), one.getValue())));
    return built.build();
  }

  private static Schema.Attribute attribute(String name, JsonNode attribute) {
    return Schema.Attribute.newBuilder()
        .setName(name)
        .setType(ByteString.copyFromUtf8(attribute.path("type").toString()))
        .setRequired(attribute.path("required").asBoolean())
        .setOptional(attribute.path("optional").asBoolean())
        .setComputed(attribute.path("computed").asBoolean())
        .setSensitive(attribute.path("sensitive").asBoolean())
        .build();
  }

  private static Schema.NestedBlock nested(String name, JsonNode nested) {
    String mode = nested.path("nesting_mode").asText().toUpperCase(Locale.ROOT);
    return Schema.NestedBlock.newBuilder()
        .setTypeName(name)
        .setNesting(Schema.NestedBlock.NestingMode.valueOf(mode))
        .setBlock(block(nested.path("block")))
        .setMinItems(nested.path("min_items").asLong())
        .setMaxItems(nested.path("max_items").asLong())
        .build();
  }
}
