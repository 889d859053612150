/* Standard input to standard output as one gzip member or one zstd frame: pack gz|zst. By zlib and
 * libzstd, so that the tests need no packing programs. */
#include <stdio.h>
#include <string.h>

#include <zlib.h>
#include <zstd.h>

static char in[1 << 16], out[1 << 17];

static int put(size_t length)
{
    return fwrite(out, 1, length, stdout) == length;
}

static int pack_gzip(void)
{
    z_stream stream = { .next_in = NULL };
    int code = deflateInit2(&stream, 6, Z_DEFLATED, MAX_WBITS + 16, 8, Z_DEFAULT_STRATEGY);

    while (code == Z_OK) {
        stream.next_in = (Bytef *)in;
        stream.avail_in = (uInt)fread(in, 1, sizeof in, stdin);
        const int flush = stream.avail_in == 0 ? Z_FINISH : Z_NO_FLUSH;
        do {
            stream.next_out = (Bytef *)out;
            stream.avail_out = sizeof out;
            code = deflate(&stream, flush);
            if (!put(sizeof out - stream.avail_out)) {
                return 1;
            }
        } while (code == Z_OK && stream.avail_out == 0);
        code = code == Z_BUF_ERROR ? Z_OK : code;
    }
    (void)deflateEnd(&stream);
    return code == Z_STREAM_END ? 0 : 1;
}

static int pack_zstd(void)
{
    ZSTD_CCtx *stream = ZSTD_createCCtx();
    ZSTD_EndDirective flush = ZSTD_e_continue;

    (void)ZSTD_CCtx_setParameter(stream, ZSTD_c_checksumFlag, 1);
    while (flush == ZSTD_e_continue) {
        ZSTD_inBuffer from = { in, fread(in, 1, sizeof in, stdin), 0 };
        flush = from.size == 0 ? ZSTD_e_end : ZSTD_e_continue;
        size_t left;
        do {
            ZSTD_outBuffer to = { out, sizeof out, 0 };
            left = ZSTD_compressStream2(stream, &to, &from, flush);
            if (ZSTD_isError(left) || !put(to.pos)) {
                return 1;
            }
        } while (flush == ZSTD_e_end ? left > 0 : from.pos < from.size);
    }
    (void)ZSTD_freeCCtx(stream);
    return 0;
}

int main(int argc, char **argv)
{
    const int failed = argc == 2 && strcmp(argv[1], "gz") == 0    ? pack_gzip()
                       : argc == 2 && strcmp(argv[1], "zst") == 0 ? pack_zstd()
                                                                  : 2;
    return failed != 0 ? failed : fflush(stdout) == 0 ? 0 : 1;
}
