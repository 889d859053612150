#include "decode/geo.h"

#include "../helper/mmdb_write.h"
#include "decode_fixture.h"

static char room[256];

static const char *path_of(const char *name)
{
    static char path[4096];

    (void)snprintf(path, sizeof path, "%s/%s", getenv("TMPDIR"), name);
    return path;
}

static void save(const char *path, const void *bytes, size_t length)
{
    FILE *file = fopen(path, "wb");

    ck_assert_ptr_nonnull(file);
    ck_assert_uint_eq(fwrite(bytes, 1, length, file), length);
    ck_assert_int_eq(fclose(file), 0);
}

static void save_lines(const char *path, const char *lines, bool is_v6)
{
    static mmdb_bytes made;
    char text[4096];

    ck_assert_uint_lt(strlen(lines), sizeof text);
    (void)snprintf(text, sizeof text, "%s", lines);
    mmdb_write(text, is_v6, &made);
    save(path, made.at, made.length);
}

static geo *geo_of(const char *lines, bool is_v6)
{
    const char *path = path_of("geo.mmdb");
    jaga_error err = { .text = "" };
    geo *made = NULL;

    save_lines(path, lines, is_v6);
    ck_assert_msg(geo_open(path, &made, &err) == JAGA_OK, "%s", err.text);
    return made;
}

/* An event with that address, country and detail becomes one with the country and detail wanted. */
static void check_fill(const geo *lookup, const char *ip, const char *country, const char *detail,
                       const char *wanted_country, const char *wanted_detail)
{
    jaga_event event = { .ip = span_of(ip), .detail = span_of(detail) };
    bool has_country = false;

    memcpy(event.country, country, strlen(country));
    memset(room, '#', sizeof room);
    geo_fill(lookup, &event, room);
    ck_assert_str_eq(event.country, wanted_country);
    ck_assert_msg(span_is(event.detail, wanted_detail), "%s: %.*s", ip, (int)event.detail.length,
                  event.detail.at);
    for (size_t i = strlen(detail) + GEO_ROOM_BYTES; i < sizeof room; i++) {
        ck_assert_int_eq(room[i], '#');
    }
    ck_assert(span_is(geo_said(&event, &has_country), detail));
    ck_assert_int_eq(has_country, strcmp(country, wanted_country) == 0);
}

START_TEST(what_the_log_does_not_say_is_filled)
{
    geo *lookup = geo_of("1.128.0.0/11 autonomous_system_number=#1221 country.iso_code=AU\n"
                         "2.125.0.0/16 country_code=GB\n"
                         "3.0.0.0/8 asn=AS4294967295\n"
                         "4.4.4.4/32 asn=#3356\n",
                         false);

    check_fill(lookup, "1.128.0.0", "", "", "AU", "geoip=both;asn=1221");
    check_fill(lookup, "1.159.255.255", "", "os=x", "AU", "os=x;geoip=both;asn=1221");
    check_fill(lookup, "1.128.0.1", "ID", "os=x", "ID", "os=x;geoip=asn;asn=1221");
    check_fill(lookup, "1.128.0.1", "", "asn=7;os=x", "AU", "asn=7;os=x;geoip=country");
    check_fill(lookup, "1.128.0.1", "ID", "asn=7", "ID", "asn=7");
    check_fill(lookup, "1.128.0.1", "ID", "asn=", "ID", "asn=");
    check_fill(lookup, "2.125.9.9", "", "", "GB", "geoip=country");
    check_fill(lookup, "3.1.1.1", "", "", "", "geoip=asn;asn=4294967295");
    check_fill(lookup, "4.4.4.4", "", "", "", "geoip=asn;asn=3356");
    geo_close(lookup);
}
END_TEST

START_TEST(what_is_not_known_stays_as_it_is)
{
    static const char *const addresses[] = { "1.160.0.0", "1.127.255.255", "9.9.9.9",   "",
                                             "nonsense",  "1.128.0",       "1.128.0.0x" };
    geo *lookup = geo_of("1.128.0.0/11 country.iso_code=AU", false);
    char longest[80];

    for (size_t i = 0; i < sizeof addresses / sizeof addresses[0]; i++) {
        check_fill(lookup, addresses[i], "", "os=x", "", "os=x");
    }
    memset(longest, '1', sizeof longest - 1);
    longest[sizeof longest - 1] = '\0';
    check_fill(lookup, longest, "", "", "", "");
    geo_close(lookup);
}
END_TEST

START_TEST(an_ipv6_address_is_not_in_an_ipv4_file)
{
    geo *lookup = geo_of("0.0.0.0/1 country_code=AU", false);

    check_fill(lookup, "2001:db8::1", "", "", "", "");
    check_fill(lookup, "::1", "", "", "", "");
    geo_close(lookup);
    lookup = geo_of("1.128.0.0/11 country_code=AU\n2001:db8::/32 country_code=JP", true);
    check_fill(lookup, "2001:db8::1", "", "", "JP", "geoip=country");
    check_fill(lookup, "1.128.0.1", "", "", "AU", "geoip=country");
    check_fill(lookup, "2001:db9::1", "", "", "", "");
    geo_close(lookup);
}
END_TEST

START_TEST(a_value_of_another_kind_is_passed_over)
{
    geo *lookup = geo_of("1.1.0.0/16 country_code=AU asn=#1\n"
                         "2.1.0.0/16 country_code=au\n"
                         "2.2.0.0/16 country_code=AUS\n"
                         "2.3.0.0/16 country_code=A\n"
                         "2.4.0.0/16 country_code=\n"
                         "2.5.0.0/16 country_code=#16725\n"
                         "2.6.0.0/16 country=AU\n"
                         "2.7.0.0/16 country.iso_code=#7\n"
                         "2.8.0.0/16 country_code.deeper=AU\n"
                         "3.1.0.0/16 autonomous_system_number=#0\n"
                         "3.2.0.0/16 autonomous_system_number=!1221\n"
                         "3.3.0.0/16 asn=AS\n"
                         "3.4.0.0/16 asn=AS4294967296\n"
                         "3.5.0.0/16 asn=AS99999999999999999999999999\n"
                         "3.6.0.0/16 asn=12;geoip=both\n"
                         "3.7.0.0/16 asn=\n"
                         "3.8.0.0/16 asn.asn=#7\n",
                         false);
    char ip[16];

    check_fill(lookup, "1.1.1.1", "", "", "AU", "geoip=both;asn=1");
    for (unsigned first = 2; first <= 3; first++) {
        for (unsigned second = 1; second <= 8; second++) {
            (void)snprintf(ip, sizeof ip, "%u.%u.1.1", first, second);
            check_fill(lookup, ip, "", "os=x", "", "os=x");
        }
    }
    geo_close(lookup);
}
END_TEST

START_TEST(the_first_file_that_knows_wins)
{
    char paths[8300], country[4096], both[4096];
    geo *lookup = NULL;

    (void)snprintf(country, sizeof country, "%s", path_of("country.mmdb"));
    (void)snprintf(both, sizeof both, "%s", path_of("both.mmdb"));
    save_lines(country, "1.1.0.0/16 country_code=AU", false);
    save_lines(both, "1.1.0.0/16 country_code=GB asn=#5\n1.2.0.0/16 country_code=JP", true);
    (void)snprintf(paths, sizeof paths, "%s,%s", country, both);
    ck_assert_int_eq(geo_open(paths, &lookup, NULL), JAGA_OK);
    check_fill(lookup, "1.1.1.1", "", "", "AU", "geoip=both;asn=5");
    check_fill(lookup, "1.2.1.1", "", "", "JP", "geoip=country");
    geo_close(lookup);
}
END_TEST

START_TEST(what_the_log_says_itself_is_not_taken_off)
{
    static const char *const said[] = {
        "geoip=yes", "geoip=country;os=x",  "geoip=asn",        "geoip=both",
        "asn=7",     "geoip=country;asn=7", "xgeoip=country",   "geoip=asn;asn=7;os=x",
        ";",         "geoip=countr",        "geoip=asn;os=asn", ""
    };
    bool has_country = false;

    for (size_t i = 0; i < sizeof said / sizeof said[0]; i++) {
        const jaga_event event = { .detail = span_of(said[i]) };
        ck_assert_msg(span_is(geo_said(&event, &has_country), said[i]), "%s", said[i]);
        ck_assert(has_country);
    }
}
END_TEST

START_TEST(a_list_of_files_that_is_none_is_refused)
{
    static const char *const lists[] = { "", ",", "%s,", ",%s", "%s,%s,%s,%s,%s" };
    char path[1024], list[8192];
    geo *lookup = NULL;
    jaga_error err;

    (void)snprintf(path, sizeof path, "%s", path_of("one.mmdb"));
    save_lines(path, "1.1.0.0/16 country_code=AU", false);
    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++) {
        size_t used = 0;
        for (const char *at = lists[i]; *at != '\0'; at += *at == '%' ? 2 : 1) {
            used +=
                (size_t)snprintf(list + used, sizeof list - used, "%s", *at == '%' ? path : ",");
        }
        list[used] = '\0';
        ck_assert_int_eq(geo_open(list, &lookup, &err), JAGA_ERR_USAGE);
        ck_assert_ptr_nonnull(strstr(err.text, "--geoip"));
    }
}
END_TEST

/* Cut at every length and changed in every byte: an error that names the file, or a file that can
 * be asked. */
START_TEST(a_damaged_file_is_refused_or_harmless)
{
    static mmdb_bytes made;
    static uint8_t changed[MMDB_FILE_BYTES];
    char lines[] = "1.128.0.0/9 country.iso_code=AU asn=#1221\n2.0.0.0/8 country_code=GB asn=AS7";
    const char *path = path_of("damaged.mmdb");
    static const uint8_t masks[] = { 0x21, 0xff };
    size_t refused = 0, tried = 0;

    mmdb_write(lines, false, &made);
    for (size_t i = 0; i < made.length * (1 + sizeof masks); i++) {
        const size_t at = i % made.length, way = i / made.length;
        jaga_event event = { .ip = span_of("1.129.0.1") };
        jaga_error err = { .text = "" };
        geo *lookup = NULL;
        memcpy(changed, made.at, made.length);
        if (way < sizeof masks) {
            changed[at] ^= masks[way];
        }
        save(path, changed, way < sizeof masks ? made.length : at);
        tried++;
        if (geo_open(path, &lookup, &err) != JAGA_OK) {
            ck_assert_ptr_nonnull(strstr(err.text, path));
            refused++;
            continue;
        }
        geo_fill(lookup, &event, room);
        ck_assert(event.country[0] == '\0' || strlen(event.country) == 2);
        event.ip = span_of("2.0.0.0");
        geo_fill(lookup, &event, room + 128);
        geo_close(lookup);
    }
    ck_assert_uint_gt(refused, made.length); /* whatever is cut, and more */
    ck_assert_uint_lt(refused, tried);
}
END_TEST

UNIT_MAIN("geo", what_the_log_does_not_say_is_filled, what_is_not_known_stays_as_it_is,
          an_ipv6_address_is_not_in_an_ipv4_file, a_value_of_another_kind_is_passed_over,
          the_first_file_that_knows_wins, what_the_log_says_itself_is_not_taken_off,
          a_list_of_files_that_is_none_is_refused, a_damaged_file_is_refused_or_harmless)
