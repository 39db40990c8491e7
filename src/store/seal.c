/* SPDX-License-Identifier: Apache-2.0 */
#include "store/seal.h"

#include <errno.h>
#include <fcntl.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/params.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/hash.h"
#include "base/log.h"

enum { MASTER_BYTES = 32, KEY_NUMBER = 1, KEY_FILE_MAX = 4096, HEAD_BYTES = 2 };
enum suite { SUITE_AES = 1, SUITE_SM4 = 2 };
enum { AES_NONCE = 12, AES_TAG = 16, SM4_KEY = 16, SM4_NONCE = 16, SM4_TAG = 32 };

struct seal {
    enum suite suite;                    /* of new values */
    unsigned char aes_key[32], sm4_key[SM4_KEY], sm4_mac_key[32];
    EVP_MAC_CTX *keyed, *check, *sm4_mac; /* set up with their keys; copied for each use */
};

/* Random bytes drawn ahead, for an import seals hundreds of thousands of values and each question to the kernel costs as much as
 * the sealing. The page reads as zero in a child process (`left` too), so that no two processes use one nonce. */
struct drawn { size_t left; unsigned char bytes[4096 - sizeof(size_t)]; };

struct sealer {
    const struct seal *seal;
    struct drawn *drawn;                 /* NULL: asked for one by one */
    EVP_CIPHER_CTX *aes_in, *aes_out, *sm4;
};

/* ---- keys ---- */

static bool key_derive(const unsigned char *master, const char *digest, const char *purpose, unsigned char *out, size_t n)
{
    EVP_KDF *kdf = EVP_KDF_fetch(NULL, "HKDF", NULL);
    EVP_KDF_CTX *ctx = kdf ? EVP_KDF_CTX_new(kdf) : NULL;
    union { const void *in; void *out; } m = {.in = master}, p = {.in = purpose}, d = {.in = digest};
    OSSL_PARAM params[] = {OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, d.out, 0),
                           OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_KEY, m.out, MASTER_BYTES),
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

static bool seal_fill(struct seal *s, const unsigned char *master)
{
    const char *digest = s->suite == SUITE_SM4 ? "SM3" : "SHA256";
    if (!key_derive(master, "SHA256", "chuyan value aes-256-gcm 1", s->aes_key, sizeof s->aes_key) ||
        !key_derive(master, "SM3", "chuyan value sm4-ctr 1", s->sm4_key, sizeof s->sm4_key)) return false;
    s->sm4_mac = mac_derived(master, "SM3", "chuyan value hmac-sm3 1");
    s->keyed = mac_derived(master, digest, "chuyan keyed hash 1");
    s->check = mac_derived(master, digest, "chuyan key check 1");
    return s->sm4_mac && s->keyed && s->check;
}

static struct seal *seal_new(enum suite suite, const unsigned char *master)
{
    struct seal *s = calloc(1, sizeof *s);
    BUG_IF(!s);
    s->suite = suite;
    if (seal_fill(s, master)) return s;
    seal_free(s);
    return NULL;
}

void seal_free(struct seal *s)
{
    if (!s) return;
    EVP_MAC_CTX_free(s->sm4_mac);
    EVP_MAC_CTX_free(s->keyed);
    EVP_MAC_CTX_free(s->check);
    sodium_memzero(s, sizeof *s);
    free(s);
}

/* ---- key file: three lines, "chuyan-key 1", "suite aes", "master …" ---- */

static enum rc key_fault(struct faults *f, enum rc rc, enum word w, const char *path, const char *why)
{
    fault_add(f, T("key"), w, text_of(path), text_of(why));
    return rc;
}

/* A new file is made durable together with its name, or the key could be lost after what it sealed was not. */
static bool file_make(const char *path, struct text content)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0) return false;
    bool good = write(fd, content.s, content.n) == (ssize_t)content.n && fsync(fd) == 0;
    int why = errno;
    close(fd);
    if (!good) unlink(path);
    errno = why;
    if (!good) return false;
    const char *slash = strrchr(path, '/');
    char *dir = slash ? strndup(path, slash == path ? 1 : (size_t)(slash - path)) : strdup(".");
    int dir_fd = dir ? open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
    if (dir_fd >= 0) {
        fsync(dir_fd);
        close(dir_fd);
    }
    free(dir);
    return true;
}

enum rc seal_key_make(const char *path, const char *suite, struct faults *f)
{
    if (!suite) suite = "aes";
    if (strcmp(suite, "aes") != 0 && strcmp(suite, "sm4") != 0)
        return key_fault(f, RC_INVALID, W_store_suite_unknown, suite, NULL);
    unsigned char master[MASTER_BYTES];
    char coded[64], content[160];
    hash_random(master, sizeof master);
    sodium_bin2base64(coded, sizeof coded, master, sizeof master, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    int n = snprintf(content, sizeof content, "chuyan-key 1\nsuite %s\nmaster %s\n", suite, coded);
    bool good = file_make(path, (struct text){content, (size_t)n});
    int why = errno;
    sodium_memzero(master, sizeof master);
    sodium_memzero(coded, sizeof coded);
    sodium_memzero(content, sizeof content);
    if (good) return RC_OK;
    if (why == ENOSPC || why == EDQUOT || why == EFBIG) return key_fault(f, RC_NO_SPACE, W_store_no_space, path, NULL);
    return key_fault(f, RC_UNAVAILABLE, W_store_key_unreadable, path, strerror(why));
}

static bool key_parse(struct text content, enum suite *suite, unsigned char *master)
{
    struct text line;
    if (!text_cut(&content, '\n', &line) || !text_eqz(line, "chuyan-key 1")) return false;
    if (!text_cut(&content, '\n', &line)) return false;
    if (text_eqz(line, "suite aes")) *suite = SUITE_AES;
    else if (text_eqz(line, "suite sm4")) *suite = SUITE_SM4;
    else return false;
    if (!text_cut(&content, '\n', &line) || !text_starts(line, T("master "))) return false;
    return hash_unb64url(text_sub(line, 7, line.n), master, MASTER_BYTES);
}

enum rc seal_key_read(const char *path, struct faults *f, struct seal **out)
{
    struct stat st;
    if (stat(path, &st) != 0) {
        if (errno == ENOENT) return key_fault(f, RC_NOT_FOUND, W_store_key_absent, path, NULL);
        return key_fault(f, RC_UNAVAILABLE, W_store_key_unreadable, path, strerror(errno));
    }
    if (st.st_mode & 077) return key_fault(f, RC_UNAVAILABLE, W_store_key_exposed, path, NULL);
    char content[KEY_FILE_MAX];
    FILE *file = fopen(path, "rbe");
    if (!file) return key_fault(f, RC_UNAVAILABLE, W_store_key_unreadable, path, strerror(errno));
    setvbuf(file, NULL, _IONBF, 0); /* the key is to lie in no other buffer */
    size_t n = fread(content, 1, sizeof content, file);
    fclose(file);
    unsigned char master[MASTER_BYTES];
    enum suite suite;
    *out = key_parse((struct text){content, n}, &suite, master) ? seal_new(suite, master) : NULL;
    sodium_memzero(content, sizeof content);
    sodium_memzero(master, sizeof master);
    return *out ? RC_OK : key_fault(f, RC_UNAVAILABLE, W_store_key_unreadable, path, "chuyan-key 1, suite, master");
}

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
    r->aes_out = EVP_CIPHER_CTX_new();
    r->sm4 = EVP_CIPHER_CTX_new();
    /* The key schedule is worked out once; each value sets only its nonce. */
    BUG_IF(!r->aes_in || EVP_EncryptInit_ex(r->aes_in, EVP_aes_256_gcm(), NULL, s->aes_key, NULL) != 1);
    BUG_IF(!r->aes_out || EVP_DecryptInit_ex(r->aes_out, EVP_aes_256_gcm(), NULL, s->aes_key, NULL) != 1);
    BUG_IF(!r->sm4 || EVP_EncryptInit_ex(r->sm4, EVP_sm4_ctr(), NULL, s->sm4_key, NULL) != 1);
    return r;
}

void sealer_free(struct sealer *r)
{
    if (!r) return;
    EVP_CIPHER_CTX_free(r->aes_in);
    EVP_CIPHER_CTX_free(r->aes_out);
    EVP_CIPHER_CTX_free(r->sm4);
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

static struct text aes_seal(struct sealer *r, struct arena *a, struct text plain)
{
    size_t total = HEAD_BYTES + AES_NONCE + plain.n + AES_TAG;
    unsigned char *p = arena_alloc(a, total), *body = p + HEAD_BYTES + AES_NONCE;
    int n = 0, end = 0;
    p[0] = SUITE_AES;
    p[1] = KEY_NUMBER;
    nonce_take(r, p + HEAD_BYTES, AES_NONCE);
    bool good = EVP_EncryptInit_ex(r->aes_in, NULL, NULL, NULL, p + HEAD_BYTES) == 1 &&
                EVP_EncryptUpdate(r->aes_in, NULL, &n, p, HEAD_BYTES) == 1 &&
                EVP_EncryptUpdate(r->aes_in, body, &n, (const unsigned char *)plain.s, (int)plain.n) == 1 &&
                EVP_EncryptFinal_ex(r->aes_in, body + n, &end) == 1 &&
                EVP_CIPHER_CTX_ctrl(r->aes_in, EVP_CTRL_GCM_GET_TAG, AES_TAG, body + plain.n) == 1;
    return good ? (struct text){(const char *)p, total} : TEXT_NONE;
}

static struct text sm4_seal(struct sealer *r, struct arena *a, struct text plain)
{
    size_t total = HEAD_BYTES + SM4_NONCE + plain.n + SM4_TAG;
    unsigned char *p = arena_alloc(a, total), *body = p + HEAD_BYTES + SM4_NONCE;
    int n = 0;
    p[0] = SUITE_SM4;
    p[1] = KEY_NUMBER;
    nonce_take(r, p + HEAD_BYTES, SM4_NONCE);
    bool good = EVP_EncryptInit_ex(r->sm4, NULL, NULL, NULL, p + HEAD_BYTES) == 1 &&
                EVP_EncryptUpdate(r->sm4, body, &n, (const unsigned char *)plain.s, (int)plain.n) == 1;
    if (!good) return TEXT_NONE;
    mac_run(r->seal->sm4_mac, (struct text){(const char *)p, total - SM4_TAG}, T(""), body + plain.n);
    return (struct text){(const char *)p, total};
}

struct text seal_text(struct sealer *r, struct arena *a, struct text plain)
{
    return r->seal->suite == SUITE_SM4 ? sm4_seal(r, a, plain) : aes_seal(r, a, plain);
}

static bool aes_open(struct sealer *r, const unsigned char *p, size_t n, unsigned char *out)
{
    unsigned char tag[AES_TAG];
    int got = 0, end = 0;
    size_t body = n - HEAD_BYTES - AES_NONCE - AES_TAG;
    memcpy(tag, p + n - AES_TAG, AES_TAG);
    return EVP_DecryptInit_ex(r->aes_out, NULL, NULL, NULL, p + HEAD_BYTES) == 1 &&
           EVP_DecryptUpdate(r->aes_out, NULL, &got, p, HEAD_BYTES) == 1 &&
           EVP_DecryptUpdate(r->aes_out, out, &got, p + HEAD_BYTES + AES_NONCE, (int)body) == 1 &&
           EVP_CIPHER_CTX_ctrl(r->aes_out, EVP_CTRL_GCM_SET_TAG, AES_TAG, tag) == 1 &&
           EVP_DecryptFinal_ex(r->aes_out, out + got, &end) == 1;
}

static bool sm4_open(struct sealer *r, const unsigned char *p, size_t n, unsigned char *out)
{
    unsigned char tag[SM4_TAG];
    int got = 0;
    size_t body = n - HEAD_BYTES - SM4_NONCE - SM4_TAG;
    mac_run(r->seal->sm4_mac, (struct text){(const char *)p, n - SM4_TAG}, T(""), tag);
    if (!hash_same(tag, p + n - SM4_TAG, SM4_TAG)) return false;
    return EVP_EncryptInit_ex(r->sm4, NULL, NULL, NULL, p + HEAD_BYTES) == 1 &&
           EVP_EncryptUpdate(r->sm4, out, &got, p + HEAD_BYTES + SM4_NONCE, (int)body) == 1;
}

bool seal_opened(struct sealer *r, struct arena *a, struct text sealed, struct text *plain)
{
    const unsigned char *p = (const unsigned char *)sealed.s;
    if (sealed.n < HEAD_BYTES || p[1] != KEY_NUMBER) return false;
    bool aes = p[0] == SUITE_AES;
    size_t around = HEAD_BYTES + (aes ? AES_NONCE + AES_TAG : SM4_NONCE + SM4_TAG);
    if ((!aes && p[0] != SUITE_SM4) || sealed.n < around || sealed.n > INT32_MAX) return false;
    unsigned char *out = arena_alloc(a, sealed.n - around);
    bool good = aes ? aes_open(r, p, sealed.n, out) : sm4_open(r, p, sealed.n, out);
    *plain = good ? (struct text){(const char *)out, sealed.n - around} : TEXT_NONE;
    return good;
}

void seal_keyed(const struct seal *s, const char *tag, struct text value, unsigned char out[SEAL_KEYED_BYTES])
{
    /* The zero byte goes in too, so that no two pairs of tag and value run together. */
    mac_run(s->keyed, (struct text){tag, strlen(tag) + 1}, value, out);
}

void seal_check(const struct seal *s, unsigned char out[SEAL_KEYED_BYTES])
{
    mac_run(s->check, T("chuyan"), T(""), out);
}
