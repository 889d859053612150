/* Rows as text, by hand: a row costs a fraction of what printf would take. */
#include "simulate/sim_spell.h"

#include "base/when.h"
#include "simulate/sim_file.h"

#include <string.h>

enum { ZONE_S = 7 * 3600 };

static const char *const reasons[] = {
    [SIM_REASON_NONE] = "",           [SIM_REASON_BAD_PASSWORD] = "bad_password",
    [SIM_REASON_BAD_OTP] = "bad_otp", [SIM_REASON_FUNDS] = "insufficient_funds",
    [SIM_REASON_LIMIT] = "limit",     [SIM_REASON_MAINTENANCE] = "bank_maintenance",
    [SIM_REASON_NETWORK] = "network", [SIM_REASON_DECLINED] = "declined",
};

typedef struct payee_words {
    jaga_party_kind kind;
    const char *rail;
} payee_words;

static const payee_words payees[] = {
    [SIM_PAYEE_NONE] = { JAGA_PARTY_UNKNOWN, "" },
    [SIM_PAYEE_WALLET] = { JAGA_PARTY_WALLET, "internal" },
    [SIM_PAYEE_OTHER_WALLET] = { JAGA_PARTY_WALLET, "bifast" },
    [SIM_PAYEE_BANK] = { JAGA_PARTY_BANK, "bifast" },
    [SIM_PAYEE_MERCHANT] = { JAGA_PARTY_MERCHANT, "qris" },
    [SIM_PAYEE_BILLER] = { JAGA_PARTY_BILLER, "va" },
    [SIM_PAYEE_CASH] = { JAGA_PARTY_CASH, "cash" },
    [SIM_PAYEE_VOUCHER] = { JAGA_PARTY_VOUCHER, "internal" },
    [SIM_PAYEE_CRYPTO] = { JAGA_PARTY_CRYPTO, "va" },
};

void sim_spell_init(sim_spell *spell, const sim_world *world, bool has_location)
{
    *spell = (sim_spell){ .world = world, .has_location = has_location };
}

char *sim_spell_header(const sim_spell *spell, char *at)
{
    at = sim_put_text(
        at, "event_id,ts,type,status,reason,account,amount,currency,balance,"
            "counterparty,counterparty_kind,institution,rail,instrument,device,session,ip,"
            "country,");
    at = sim_put_text(at, spell->has_location ? "lat,lon," : "");
    return sim_put_text(at, "channel,auth,actor,ref,detail\n");
}

char *sim_spell_time(sim_spell *spell, char *at, int64_t ts_us)
{
    const sim_style *style = &spell->world->style;
    if (ts_us < spell->midnight_us || ts_us - spell->midnight_us >= SIM_DAY) {
        char text[WHEN_TEXT_BYTES];
        const int64_t zone_us = style->is_utc ? 0 : ZONE_S * SIM_SECOND;
        spell->midnight_us = ts_us - (ts_us + zone_us) % SIM_DAY;
        when_format_local(ts_us, style->is_utc ? 0 : ZONE_S, text);
        memcpy(spell->date, text, 10);
        spell->date[10] = 'T';
    }
    const uint64_t ms = (uint64_t)(ts_us - spell->midnight_us) / 1000;
    at = sim_put_text(at, spell->date);
    at = sim_put_padded(at, ms / 3600000, 2);
    *at++ = ':';
    at = sim_put_padded(at, ms / 60000 % 60, 2);
    *at++ = ':';
    at = sim_put_padded(at, ms / 1000 % 60, 2);
    if (style->granule_us < SIM_SECOND) {
        *at++ = '.';
        at = sim_put_padded(at, ms % 1000, 3);
    }
    return sim_put_text(at, style->is_utc ? "Z" : "+07:00");
}

char *sim_spell_event(const sim_spell *spell, char *at, uint64_t number)
{
    const sim_spelling *s = &spell->world->spelling;
    at = sim_put_text(at, s->event_prefix);
    return s->event_is_hex ? sim_put_hex(at, number, s->event_digits)
                           : sim_put_padded(at, number, s->event_digits);
}

/* Numbers of the world's own accounts come first, so a wallet elsewhere never takes one of them. */
static char *put_wallet(const sim_spell *spell, char *at, uint64_t number)
{
    const sim_spelling *s = &spell->world->spelling;
    at = sim_put_text(at, s->account_prefix);
    number = (number * s->account_factor + s->account_shift) % s->account_span;
    return sim_put_padded(at, number, s->account_digits);
}

char *sim_spell_account(const sim_spell *spell, char *at, uint32_t account)
{
    if (account == SIM_NOBODY) {
        return sim_put_text(at, "-");
    }
    return put_wallet(spell, at, account);
}

static uint64_t shuffled(const sim_spell *spell, uint32_t kind, uint32_t number)
{
    return sim_hash(spell->world->key, SIM_FOR_SPELLING, kind, number);
}

static char *put_payee(const sim_spell *spell, char *at, const sim_intent *e)
{
    const sim_spelling *s = &spell->world->spelling;
    const uint64_t mixed = shuffled(spell, e->payee_kind, e->payee);
    switch ((sim_payee_kind)e->payee_kind) {
    case SIM_PAYEE_NONE: return at;
    case SIM_PAYEE_WALLET: return put_wallet(spell, at, e->payee);
    case SIM_PAYEE_OTHER_WALLET: {
        const uint32_t own = spell->world->accounts;
        return put_wallet(spell, at, own + e->payee % (s->account_span - own));
    }
    case SIM_PAYEE_BANK: return sim_put_padded(sim_put_text(at, s->bank_prefix), mixed, 10);
    case SIM_PAYEE_MERCHANT:
    case SIM_PAYEE_BILLER:
    case SIM_PAYEE_CASH:
    case SIM_PAYEE_VOUCHER:
    case SIM_PAYEE_CRYPTO: break;
    }
    return sim_put_padded(sim_put_text(at, s->merchant_prefix), mixed, 8);
}

/* counterparty, counterparty_kind, institution, rail */
static char *put_other_side(const sim_spell *spell, char *at, const sim_intent *e)
{
    const payee_words *words = &payees[e->payee_kind];
    at = put_payee(spell, at, e);
    *at++ = ',';
    at = sim_put_text(at, jaga_party_kind_name(words->kind));
    *at++ = ',';
    if (e->payee_kind == SIM_PAYEE_BANK) {
        at = sim_put_padded(sim_put_text(at, "bank"), 1 + e->payee % spell->world->banks, 2);
    } else if (e->payee_kind == SIM_PAYEE_OTHER_WALLET) {
        at = sim_put_number(sim_put_text(at, "wallet"), 1 + e->payee % 3);
    }
    *at++ = ',';
    at = sim_put_text(at, words->rail);
    *at++ = ',';
    return at;
}

static char *put_degrees(char *at, int64_t e4)
{
    if (e4 < 0) {
        *at++ = '-';
        e4 = -e4;
    }
    at = sim_put_number(at, (uint64_t)e4 / 10000);
    *at++ = '.';
    at = sim_put_padded(at, (uint64_t)e4 % 10000, 4);
    *at++ = ',';
    return at;
}

/* lat, lon: a place at home stays the same, on the move it belongs to the session. */
static char *put_place(const sim_spell *spell, char *at, const sim_intent *e)
{
    const sim_world *w = spell->world;
    const bool is_fixed =
        w->nets[e->net].kind == SIM_NET_HOME || w->nets[e->net].kind == SIM_NET_PLACE;
    const uint64_t jitter =
        is_fixed ? shuffled(spell, 101, e->address ^ e->city) : shuffled(spell, 102, e->session);
    at = put_degrees(at, w->cities[e->city].lat_e4 + (int64_t)(jitter % 1201) - 600);
    return put_degrees(at, w->cities[e->city].lon_e4 + (int64_t)((jitter >> 20) % 1201) - 600);
}

/* instrument, device, session, ip, country, and the place where the column is wanted. */
static char *put_origin(const sim_spell *spell, char *at, const sim_intent *e, bool is_money)
{
    const sim_world *w = spell->world;
    const sim_origin says = is_money ? w->style.money_origin : SIM_ORIGIN_ALL;
    const bool is_somewhere = says == SIM_ORIGIN_ALL && e->net != SIM_NO_NET && e->address != 0;
    if (e->instrument != 0 && w->style.says_instrument) {
        at = sim_put_hex(sim_put_text(at, w->spelling.bank_prefix),
                         shuffled(spell, 103, e->instrument), w->spelling.session_digits);
    }
    *at++ = ',';
    if (says == SIM_ORIGIN_ALL && e->device != 0) {
        at = sim_put_hex(sim_put_text(at, w->spelling.device_prefix), e->device,
                         w->spelling.device_digits);
    }
    *at++ = ',';
    if (says != SIM_ORIGIN_NONE && e->session != 0) {
        at = sim_put_hex(at, shuffled(spell, 100, e->session), w->spelling.session_digits);
    }
    *at++ = ',';
    if (is_somewhere) {
        for (int shift = 24; shift >= 0; shift -= 8) {
            at = sim_put_number(at, e->address >> shift & 255);
            *at++ = shift > 0 ? '.' : ',';
        }
        at = sim_put_text(at, w->nets[e->net].country);
    } else {
        *at++ = ',';
    }
    *at++ = ',';
    if (spell->has_location) {
        at = is_somewhere ? put_place(spell, at, e) : sim_put_text(at, ",,");
    }
    return at;
}

static const char *const notes[] = {
    [SIM_NOTE_NONE] = "",
    [SIM_NOTE_REMOTE] = "remote_access=1",
    [SIM_NOTE_PHONE] = "field=phone",
    [SIM_NOTE_EMAIL] = "field=email",
    [SIM_NOTE_DOWN] = "state=down",
    [SIM_NOTE_MAINT] = "state=maint",
    [SIM_NOTE_UP] = "state=up",
};

/* One key=value of detail; `start` is where the field began. */
static char *put_pair(char *at, const char *start, const char *pair)
{
    if (at != start) {
        *at++ = ';';
    }
    return sim_put_text(at, pair);
}

/* What the app tells of itself, and what the event needs to say. */
static char *put_detail(const sim_spell *spell, char *at, const sim_intent *e, bool is_money)
{
    const sim_world *w = spell->world;
    const char *const start = at;
    const bool is_told = !is_money && e->device != 0;
    if (is_told && w->spelling.says_os) {
        at = put_pair(at, start, sim_world_os(e->device) == 0 ? "os=android" : "os=ios");
    }
    if (is_told && w->style.says_app) {
        /* A release a fortnight, which each phone takes after some days. */
        const int64_t lag = (int64_t)(e->device >> 40 & 15) * SIM_DAY;
        at = put_pair(at, start, "app=5.");
        at = sim_put_number(at, (uint64_t)((e->ts_us - lag) / (14 * SIM_DAY) % 60));
    }
    if (!is_money && w->style.says_asn && e->net != SIM_NO_NET && e->address != 0) {
        at = put_pair(at, start, "asn=");
        at = sim_put_number(at, w->nets[e->net].as_number);
    }
    if (e->note == SIM_NOTE_DOWN || e->note == SIM_NOTE_MAINT || e->note == SIM_NOTE_UP) {
        at = put_pair(at, start, "partner=bank");
        at = sim_put_padded(at, 1 + e->payee % w->banks, 2);
    }
    return e->note != SIM_NOTE_NONE ? put_pair(at, start, notes[e->note]) : at;
}

/* amount, currency, balance */
static char *put_money(const sim_spell *spell, char *at, const sim_intent *e, int64_t balance)
{
    if (balance < 0) {
        return sim_put_text(at, ",,,");
    }
    at = sim_put_text(sim_put_number(at, (uint64_t)e->amount), ",IDR,");
    if (spell->world->style.says_balance) {
        at = sim_put_number(at, (uint64_t)balance);
    }
    *at++ = ',';
    return at;
}

char *sim_spell_row(sim_spell *spell, char *at, const sim_intent *e, uint64_t number,
                    int64_t balance)
{
    const jaga_event_class class = jaga_event_class_of((jaga_event_type)e->type);
    const bool is_money = class == JAGA_CLASS_MONEY_IN || class == JAGA_CLASS_MONEY_OUT;
    at = sim_spell_event(spell, at, number);
    *at++ = ',';
    at = sim_spell_time(spell, at, e->ts_us);
    *at++ = ',';
    at = sim_put_text(at, jaga_event_type_name((jaga_event_type)e->type));
    *at++ = ',';
    at = sim_put_text(at, jaga_event_status_name((jaga_event_status)e->status));
    *at++ = ',';
    at = sim_put_text(at, reasons[e->reason]);
    *at++ = ',';
    at = sim_spell_account(spell, at, e->account);
    *at++ = ',';
    at = put_money(spell, at, e, balance);
    at = put_other_side(spell, at, e);
    at = put_origin(spell, at, e, is_money);
    at = sim_put_text(at, jaga_channel_name((jaga_channel)e->channel));
    *at++ = ',';
    at = sim_put_text(at, jaga_auth_name((jaga_auth)e->auth));
    *at++ = ',';
    if (spell->world->style.says_actor) {
        at = sim_put_text(at, jaga_actor_name((jaga_actor)e->actor));
    }
    *at++ = ',';
    if (e->ref != 0) {
        at = sim_spell_event(spell, at, e->ref);
    }
    *at++ = ',';
    at = put_detail(spell, at, e, is_money);
    *at++ = '\n';
    return at;
}
