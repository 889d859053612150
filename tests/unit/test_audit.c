/* The audit's hashes, against published vectors and vectors that somebody else computed. */
#include "store/audit.h"

#include "unit.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

static void expect_hex(const unsigned char *at, const char *hex)
{
    char text[2 * AUDIT_HASH_BYTES + 1];

    (void)sodium_bin2hex(text, sizeof text, at, AUDIT_HASH_BYTES);
    ck_assert_str_eq(text, hex);
}

/* FIPS 180-4, the examples with one and two blocks. */
START_TEST(the_hash_is_sha_256)
{
    unsigned char hash[AUDIT_HASH_BYTES];
    static const char two[] = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";

    (void)crypto_hash_sha256(hash, (const unsigned char *)"abc", 3);
    expect_hex(hash, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    (void)crypto_hash_sha256(hash, (const unsigned char *)two, strlen(two));
    expect_hex(hash, "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}
END_TEST

typedef struct vector {
    const char *field[AUDIT_FIELDS];
    const char *record, *chain;
} vector;

/* Salt of row r (from 1), field f (from 0): the byte 0x10 (r - 1) + f, sixteen times. */
static const vector vectors[] = {
    { { "1", "2026-11-22T02:00:00.000Z", "ENGINE", "HOLD_CMD", "A1001",
        "cmd=FRZ-C77-1;scope=OUTBOUND" },
      "c34e0ced754878d2f2ef4812812e1380eb84c187d7ed880443275ba2d1420576",
      "8107f0445633a20e61354fbb40fecf61fd27cf633411642a2a25d4bdaa01c1ea" },
    { { "2", "2026-11-22T02:00:00.120Z", "LEDGER", "HOLD_ACK", "A1001", "cmd=FRZ-C77-1" },
      "75898871508680b5c539bd77a5a637df6126421f1fd18f1a4ac0e9fe7ebddff8",
      "e240b72d43a898ce863ff4560d08c6a437979dd1605cffb4cd981b323c80e501" },
    { { "3", "2026-11-22T02:04:10.000Z", "agent:u12", "CALL_RESULT", "A1001", "outcome=NO_ANSWER" },
      "f4903fe05de7c1ee854d3c80cc40611900de95fb7dc368281461559a13cae8e1",
      "b19d07cbd1c6677c5cd7a53db8ef561420abdb050e611fe0a29c0a3a0fd7e7e2" },
};

START_TEST(three_rows_make_the_chain_that_others_computed)
{
    audit_hash chain = { { 0 } };

    for (size_t r = 0; r < sizeof vectors / sizeof vectors[0]; r++) {
        audit_hash leaf[AUDIT_FIELDS];
        for (int f = 0; f < AUDIT_FIELDS; f++) {
            unsigned char salt[AUDIT_SALT_BYTES];
            const char *text = vectors[r].field[f];
            memset(salt, (int)(0x10 * r) + f, sizeof salt);
            leaf[f] = audit_leaf(f, (jaga_span){ text, (uint32_t)strlen(text) }, salt);
        }
        const audit_hash record = audit_record(leaf);
        chain = audit_chain(&chain, &record);
        expect_hex(record.at, vectors[r].record);
        expect_hex(chain.at, vectors[r].chain);
    }
}
END_TEST

/* Each field and its place count; equal values under another number or secret differ. */
START_TEST(every_field_counts)
{
    const jaga_span a = { "a", 1 }, b = { "b", 1 };
    const audit_row row = { { a, a, a, a, a, a } };
    char all[AUDIT_SECRET_BYTES] = { 1 }, own[AUDIT_SECRET_BYTES] = { 3 };
    const audit_secrets secret = { { all, sizeof all }, { own, sizeof own } };
    const audit_hash plain = audit_record_of(&row, 1, secret);

    for (int f = 0; f < AUDIT_FIELDS; f++) {
        audit_row other = row;
        other.field[f] = b;
        const audit_hash changed = audit_record_of(&other, 1, secret);
        ck_assert_mem_ne(changed.at, plain.at, AUDIT_HASH_BYTES);
    }
    const audit_hash second = audit_record_of(&row, 2, secret);
    ck_assert_mem_ne(second.at, plain.at, AUDIT_HASH_BYTES);
    all[0] = 2;
    const audit_hash elsewhere = audit_record_of(&row, 1, secret);
    ck_assert_mem_ne(elsewhere.at, plain.at, AUDIT_HASH_BYTES);
    all[0] = 1;
    own[0] = 4;
    const audit_hash another = audit_record_of(&row, 1, secret);
    ck_assert_mem_ne(another.at, plain.at, AUDIT_HASH_BYTES);
}
END_TEST

START_TEST(an_emptied_row_keeps_its_record)
{
    const jaga_span a = { "a", 1 }, none = { "", 0 };
    const audit_row row = { { a, a, a, a, a, a } }, emptied = { { a, a, a, a, none, none } };
    char all[AUDIT_SECRET_BYTES] = { 1 }, own[AUDIT_SECRET_BYTES] = { 3 };
    unsigned char leaves[AUDIT_LEAVES_BYTES];
    const audit_secrets secrets = { { all, sizeof all }, { own, sizeof own } };
    const audit_secrets after = { secrets.all, { (const char *)leaves, sizeof leaves } };

    audit_empty(&row, 7, secrets, leaves);
    const audit_hash before = audit_record_of(&row, 7, secrets);
    const audit_hash left = audit_record_of(&emptied, 7, after);
    ck_assert_mem_eq(left.at, before.at, AUDIT_HASH_BYTES);
    ck_assert(audit_is_whole(&row, secrets) && !audit_is_emptied(secrets));
    ck_assert(audit_is_whole(&emptied, after) && audit_is_emptied(after));
    ck_assert(!audit_is_whole(&row, after)); /* leaves, and still a value */
    leaves[0] ^= 1;
    const audit_hash other = audit_record_of(&emptied, 7, after);
    ck_assert_mem_ne(other.at, before.at, AUDIT_HASH_BYTES);
}
END_TEST

UNIT_MAIN("audit", an_emptied_row_keeps_its_record, the_hash_is_sha_256,
          three_rows_make_the_chain_that_others_computed, every_field_counts)
