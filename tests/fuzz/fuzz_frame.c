/* frame: lines, numbers and hashes are the same however the stream is cut, and no byte is lost.
 * The first byte chooses the pieces. */
#include "decode/frame.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static char buffer[FRAME_BUFFER_BYTES];

typedef struct outcome {
    uint64_t lines, bytes, prefix, content;
} outcome;

static void take_lines(frame *lines, hash_stream *content)
{
    frame_line line;

    while (frame_next(lines, &line)) {
        if (line.text.length > FRAME_LINE_BYTES || (line.is_too_long && line.text.length > 0)) {
            abort();
        }
        hash_stream_add(content, &line.number, sizeof line.number);
        hash_stream_add(content, &line.is_too_long, sizeof line.is_too_long);
        hash_stream_add(content, line.text.at, line.text.length);
        const uint64_t prefix = frame_prefix_hash(lines);
        hash_stream_add(content, &prefix, sizeof prefix);
    }
}

static outcome run(const uint8_t *data, size_t size, size_t piece)
{
    hash_stream content;
    frame lines;

    frame_init(&lines, buffer);
    hash_stream_init(&content);
    for (size_t at = 0; at < size;) {
        size_t room;
        char *to = frame_room(&lines, &room);
        size_t n = size - at < piece ? size - at : piece;
        n = n < room ? n : room;
        if (n == 0) {
            abort();
        }
        memcpy(to, data + at, n);
        frame_filled(&lines, n);
        take_lines(&lines, &content);
        at += n;
    }
    frame_ended(&lines);
    take_lines(&lines, &content);
    return (outcome){ lines.line, lines.bytes, frame_prefix_hash(&lines),
                      hash_stream_value(&content) };
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0) {
        return 0;
    }
    const size_t piece = (size_t)1 << (data[0] & 15);
    const outcome whole = run(data + 1, size - 1, FRAME_BUFFER_BYTES);
    const outcome cut = run(data + 1, size - 1, piece + (data[0] >> 4));
    if (memcmp(&whole, &cut, sizeof whole) != 0 || whole.bytes != size - 1 ||
        whole.prefix != hash_bytes64(data + 1, size - 1, 0)) {
        abort();
    }
    return 0;
}
