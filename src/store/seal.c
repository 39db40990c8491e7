/* SPDX-License-Identifier: Apache-2.0 */
#include "store/key.h"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/params.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "base/hash.h"
#include "base/log.h"

enum { HEAD_BYTES = 2 };
enum suite { SUITE_AES_LOOSE = 1, SUITE_SM4_LOOSE = 2, SUITE_AES = 3, SUITE_SM4 = 4 };   /* loose: bound to no place */
enum { AES_NONCE = 12, AES_TAG = 16, SM4_KEY = 16, SM4_NONCE = 16, SM4_TAG = 32 };

/* What is derived from one master key. */
struct seal_key {
    unsigned number;
    unsigned char aes_key[32], sm4_key[SM4_KEY];
    EVP_MAC_CTX *keyed, *check, *sm4_mac; /* set up with their keys; copied for each use */
};

struct seal {
    enum suite suite;                    /* of new values */
    struct seal_key key[SEAL_KEYS];      /* the present one, and while the key is changed the one before */
    size_t keys;
};

/* Random bytes drawn ahead, for an import seals hundreds of thousands of values and each question to the kernel costs as much as
 * the sealing. The page reads as zero in a child process (`left` too), so that no two processes use one nonce. */
struct drawn { size_t left; unsigned char bytes[4096 - sizeof(size_t)]; };

struct sealer {
    const struct seal *seal;
    struct drawn *drawn;                 /* NULL: asked for one by one */
    EVP_CIPHER_CTX *aes_in, *aes_out[SEAL_KEYS], *sm4[SEAL_KEYS];
};

/* ---- keys ---- */

static bool key_derive(const unsigned char *master, const char *digest, const char *purpose, unsigned char *out, size_t n)
{
    EVP_KDF *kdf = EVP_KDF_fetch(NULL, "HKDF", NULL);
    EVP_KDF_CTX *ctx = kdf ? EVP_KDF_CTX_new(kdf) : NULL;
    union { const void *in; void *out; } m = {.in = master}, p = {.in = purpose}, d = {.in = digest};
    OSSL_PARAM params[] = {OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, d.out, 0),
                           OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_KEY, m.out, SEAL_MASTER),
                           OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_INFO, p.out, strlen(purpose)),
                           OSSL_PARAM_construct_end()};
    bool good = ctx && EVP_KDF_derive(ctx, out, n, params) == 1;
    EVP_KDF_CTX_free(ctx);
    EVP_KDF_free(kdf);
    return good;
}

static EVP_MAC_CTX *mac_new(const unsigned char *key, size_t n, const char *digest)
{
    EVP_MAC *mac = EVP_MAC_fetch(NULL, "HMAC", NULL);
    EVP_MAC_CTX *ctx = mac ? EVP_MAC_CTX_new(mac) : NULL;
    union { const void *in; void *out; } d = {.in = digest};
    OSSL_PARAM params[] = {OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, d.out, 0), OSSL_PARAM_construct_end()};
    bool good = ctx && EVP_MAC_init(ctx, key, n, params) == 1;
    EVP_MAC_free(mac);
    if (good) return ctx;
    EVP_MAC_CTX_free(ctx);
    return NULL;
}

static EVP_MAC_CTX *mac_derived(const unsigned char *master, const char *digest, const char *purpose)
{
    unsigned char key[32];
    EVP_MAC_CTX *ctx = key_derive(master, digest, purpose, key, sizeof key) ? mac_new(key, sizeof key, digest) : NULL;
    sodium_memzero(key, sizeof key);
    return ctx;
}

static bool key_fill(struct seal_key *k, enum suite suite, const struct key_line *from)
{
    const char *digest = suite == SUITE_SM4 ? "SM3" : "SHA256";
    k->number = from->number;
    if (!key_derive(from->master, "SHA256", "chuyan value aes-256-gcm 1", k->aes_key, sizeof k->aes_key) ||
        !key_derive(from->master, "SM3", "chuyan value sm4-ctr 1", k->sm4_key, sizeof k->sm4_key)) return false;
    k->sm4_mac = mac_derived(from->master, "SM3", "chuyan value hmac-sm3 1");
    k->keyed = mac_derived(from->master, digest, "chuyan keyed hash 1");
    k->check = mac_derived(from->master, digest, "chuyan key check 1");
    return k->sm4_mac && k->keyed && k->check;
}

struct seal *seal_new(const struct key_file *from)
{
    struct seal *s = calloc(1, sizeof *s);
    BUG_IF(!s);
    s->suite = from->sm4 ? SUITE_SM4 : SUITE_AES;
    s->keys = from->keys;
    for (size_t i = 0; i < s->keys; i++) {
        if (key_fill(&s->key[i], s->suite, &from->key[i])) continue;
        seal_free(s);
        return NULL;
    }
    return s;
}

void seal_free(struct seal *s)
{
    if (!s) return;
    for (size_t i = 0; i < s->keys; i++) {
        EVP_MAC_CTX_free(s->key[i].sm4_mac);
        EVP_MAC_CTX_free(s->key[i].keyed);
        EVP_MAC_CTX_free(s->key[i].check);
    }
    sodium_memzero(s, sizeof *s);
    free(s);
}

unsigned seal_number(const struct seal *s) { return s->key[0].number; }
bool seal_changing(const struct seal *s) { return s->keys > 1; }

/* ---- values ---- */

static struct drawn *drawn_new(void)
{
    void *page = mmap(NULL, sizeof(struct drawn), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (page == MAP_FAILED) return NULL;
    if (madvise(page, sizeof(struct drawn), MADV_WIPEONFORK) == 0) return page;
    munmap(page, sizeof(struct drawn));
    return NULL;
}

static void nonce_take(struct sealer *r, unsigned char *out, size_t n)
{
    struct drawn *d = r->drawn;
    if (!d) {
        hash_random(out, n);
        return;
    }
    if (d->left < n) {
        hash_random(d->bytes, sizeof d->bytes);
        d->left = sizeof d->bytes;
    }
    d->left -= n;
    memcpy(out, d->bytes + d->left, n);
}

struct sealer *sealer_new(const struct seal *s)
{
    struct sealer *r = calloc(1, sizeof *r);
    BUG_IF(!r);
    r->seal = s;
    r->drawn = drawn_new();
    r->aes_in = EVP_CIPHER_CTX_new();
    /* The key schedule is worked out once; each value sets only its nonce. */
    BUG_IF(!r->aes_in || EVP_EncryptInit_ex(r->aes_in, EVP_aes_256_gcm(), NULL, s->key[0].aes_key, NULL) != 1);
    for (size_t i = 0; i < s->keys; i++) {
        EVP_CIPHER_CTX *aes = r->aes_out[i] = EVP_CIPHER_CTX_new(), *sm4 = r->sm4[i] = EVP_CIPHER_CTX_new();
        BUG_IF(!aes || EVP_DecryptInit_ex(aes, EVP_aes_256_gcm(), NULL, s->key[i].aes_key, NULL) != 1);
        BUG_IF(!sm4 || EVP_EncryptInit_ex(sm4, EVP_sm4_ctr(), NULL, s->key[i].sm4_key, NULL) != 1);
    }
    return r;
}

void sealer_free(struct sealer *r)
{
    if (!r) return;
    EVP_CIPHER_CTX_free(r->aes_in);
    for (size_t i = 0; i < SEAL_KEYS; i++) {
        EVP_CIPHER_CTX_free(r->aes_out[i]);
        EVP_CIPHER_CTX_free(r->sm4[i]);
    }
    if (r->drawn) munmap(r->drawn, sizeof *r->drawn);
    free(r);
}

static void mac_run(EVP_MAC_CTX *keyed, struct text first, struct text second, unsigned char out[32])
{
    EVP_MAC_CTX *ctx = EVP_MAC_CTX_dup(keyed);
    size_t n = 0;
    BUG_IF(!ctx || EVP_MAC_update(ctx, (const unsigned char *)first.s, first.n) != 1 ||
           EVP_MAC_update(ctx, (const unsigned char *)second.s, second.n) != 1 || EVP_MAC_final(ctx, out, &n, 32) != 1 ||
           n != 32);
    EVP_MAC_CTX_free(ctx);
}

/* Over the value and the place it is bound to; the length of the place parts the two. Loose values have none. */
static void sm4_tag(const struct seal_key *k, struct text value, struct text at, bool loose, unsigned char out[32])
{
    char tail[SEAL_PLACE_MAX + 1];
    BUG_IF(at.n > SEAL_PLACE_MAX);
    if (at.n) memcpy(tail, at.s, at.n);
    tail[at.n] = (char)at.n;
    mac_run(k->sm4_mac, value, (struct text){tail, loose ? 0 : at.n + 1}, out);
}

static struct text aes_seal(struct sealer *r, struct arena *a, struct text plain, struct text at)
{
    size_t total = HEAD_BYTES + AES_NONCE + plain.n + AES_TAG;
    unsigned char *p = arena_alloc(a, total), *body = p + HEAD_BYTES + AES_NONCE;
    int n = 0, end = 0;
    p[0] = SUITE_AES;
    p[1] = (unsigned char)r->seal->key[0].number;
    nonce_take(r, p + HEAD_BYTES, AES_NONCE);
    bool good = EVP_EncryptInit_ex(r->aes_in, NULL, NULL, NULL, p + HEAD_BYTES) == 1 &&
                EVP_EncryptUpdate(r->aes_in, NULL, &n, p, HEAD_BYTES) == 1 &&
                EVP_EncryptUpdate(r->aes_in, NULL, &n, (const unsigned char *)at.s, (int)at.n) == 1 &&
                EVP_EncryptUpdate(r->aes_in, body, &n, (const unsigned char *)plain.s, (int)plain.n) == 1 &&
                EVP_EncryptFinal_ex(r->aes_in, body + n, &end) == 1 &&
                EVP_CIPHER_CTX_ctrl(r->aes_in, EVP_CTRL_GCM_GET_TAG, AES_TAG, body + plain.n) == 1;
    return good ? (struct text){(const char *)p, total} : TEXT_NONE;
}

static struct text sm4_seal(struct sealer *r, struct arena *a, struct text plain, struct text at)
{
    size_t total = HEAD_BYTES + SM4_NONCE + plain.n + SM4_TAG;
    unsigned char *p = arena_alloc(a, total), *body = p + HEAD_BYTES + SM4_NONCE;
    int n = 0;
    p[0] = SUITE_SM4;
    p[1] = (unsigned char)r->seal->key[0].number;
    nonce_take(r, p + HEAD_BYTES, SM4_NONCE);
    bool good = EVP_EncryptInit_ex(r->sm4[0], NULL, NULL, NULL, p + HEAD_BYTES) == 1 &&
                EVP_EncryptUpdate(r->sm4[0], body, &n, (const unsigned char *)plain.s, (int)plain.n) == 1;
    if (!good) return TEXT_NONE;
    sm4_tag(&r->seal->key[0], (struct text){(const char *)p, total - SM4_TAG}, at, false, body + plain.n);
    return (struct text){(const char *)p, total};
}

struct text seal_text(struct sealer *r, struct arena *a, struct text plain, struct text at)
{
    return r->seal->suite == SUITE_SM4 ? sm4_seal(r, a, plain, at) : aes_seal(r, a, plain, at);
}

/* One sealed value that is looked at. */
struct sealed { const unsigned char *p; size_t n, key; bool aes, loose; struct text at; };

static bool aes_open(struct sealer *r, const struct sealed *v, unsigned char *out)
{
    unsigned char tag[AES_TAG];
    int got = 0, end = 0;
    size_t body = v->n - HEAD_BYTES - AES_NONCE - AES_TAG;
    EVP_CIPHER_CTX *aes = r->aes_out[v->key];
    memcpy(tag, v->p + v->n - AES_TAG, AES_TAG);
    return EVP_DecryptInit_ex(aes, NULL, NULL, NULL, v->p + HEAD_BYTES) == 1 &&
           EVP_DecryptUpdate(aes, NULL, &got, v->p, HEAD_BYTES) == 1 &&
           (v->loose || EVP_DecryptUpdate(aes, NULL, &got, (const unsigned char *)v->at.s, (int)v->at.n) == 1) &&
           EVP_DecryptUpdate(aes, out, &got, v->p + HEAD_BYTES + AES_NONCE, (int)body) == 1 &&
           EVP_CIPHER_CTX_ctrl(aes, EVP_CTRL_GCM_SET_TAG, AES_TAG, tag) == 1 &&
           EVP_DecryptFinal_ex(aes, out + got, &end) == 1;
}

static bool sm4_open(struct sealer *r, const struct sealed *v, unsigned char *out)
{
    unsigned char tag[SM4_TAG];
    int got = 0;
    size_t body = v->n - HEAD_BYTES - SM4_NONCE - SM4_TAG;
    sm4_tag(&r->seal->key[v->key], (struct text){(const char *)v->p, v->n - SM4_TAG}, v->at, v->loose, tag);
    if (!hash_same(tag, v->p + v->n - SM4_TAG, SM4_TAG)) return false;
    return EVP_EncryptInit_ex(r->sm4[v->key], NULL, NULL, NULL, v->p + HEAD_BYTES) == 1 &&
           EVP_EncryptUpdate(r->sm4[v->key], out, &got, v->p + HEAD_BYTES + SM4_NONCE, (int)body) == 1;
}

/* Loose values were made under the first key alone; under any other they are forgeries. */
static bool sealed_look(const struct seal *s, struct text sealed, struct text at, struct sealed *v)
{
    *v = (struct sealed){.p = (const unsigned char *)sealed.s, .n = sealed.n, .at = at};
    if (sealed.n < HEAD_BYTES || sealed.n > INT32_MAX) return false;
    while (v->key < s->keys && s->key[v->key].number != v->p[1]) v->key++;
    if (v->key == s->keys || v->p[0] < SUITE_AES_LOOSE || v->p[0] > SUITE_SM4) return false;
    v->aes = v->p[0] == SUITE_AES || v->p[0] == SUITE_AES_LOOSE;
    v->loose = v->p[0] == SUITE_AES_LOOSE || v->p[0] == SUITE_SM4_LOOSE;
    return !v->loose || v->p[1] == 1;
}

bool seal_opened(struct sealer *r, struct arena *a, struct text sealed, struct text at, struct text *plain)
{
    struct sealed v;
    *plain = TEXT_NONE;
    if (!sealed_look(r->seal, sealed, at, &v)) return false;
    size_t around = HEAD_BYTES + (v.aes ? AES_NONCE + AES_TAG : SM4_NONCE + SM4_TAG);
    if (sealed.n < around) return false;
    unsigned char *out = arena_alloc(a, sealed.n - around);
    bool good = v.aes ? aes_open(r, &v, out) : sm4_open(r, &v, out);
    if (good) *plain = (struct text){(const char *)out, sealed.n - around};
    return good;
}

void seal_keyed(const struct seal *s, const char *tag, struct text value, unsigned char out[SEAL_KEYED_BYTES])
{
    /* The zero byte goes in too, so that no two pairs of tag and value run together. */
    mac_run(s->key[0].keyed, (struct text){tag, strlen(tag) + 1}, value, out);
}

void seal_check(const struct seal *s, bool before, unsigned char out[SEAL_KEYED_BYTES])
{
    mac_run(s->key[before && s->keys > 1].check, T("chuyan"), T(""), out);
}
