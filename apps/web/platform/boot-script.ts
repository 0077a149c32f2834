import { STORAGE_TABLES } from '@parley/sdk';

/** What earlier builds wrote is of version 10 and has the same stores: it is opened as it is. */
const DATABASE = { name: 'parley', version: 10 } as const;

/** Where the choices of this browser are kept; the boot script takes `{ locale, theme, textSize, density, widths }`, and nothing that it doesn't know. */
export const PREFERENCES_KEY = 'parley.preferences';

/**
 * The only texts that may become code (the policy asks for trusted types): addresses of this build's scripts and of the service
 * worker, and the empty element that React makes scripts from. Whatever else is given where code could come from throws; so the
 * composer's editor, which asks here first, reads what is pasted by its own policy, in a document where nothing runs.
 */
const TRUST = `if(self.trustedTypes)trustedTypes.createPolicy('default',{createScriptURL:function(a){var u=new URL(a,location.href);
return u.origin===location.origin&&(u.pathname==='/sw.js'||/^\\/_next\\/static\\/[^%]+$/.test(u.pathname))?a:null},
createHTML:function(h){if(h==='<scr'+'ipt></scr'+'ipt>')return h;throw new TypeError('no text becomes markup')}});`;

declare global {
  /** Makes it where there is none; waits while another page is in the way. */
  var openDatabase: () => Promise<IDBDatabase>;
  /** Opened while the scripts come, for `database.ts` to take over; a page that wants it gone meanwhile has its way. */
  var earlyDatabase: Promise<IDBDatabase> | undefined;
}

/** Keys stand beside the values (out of line): a value is stored as it is given. */
const OPEN = `self.openDatabase=function(){return new Promise(function(done,failed){var o=indexedDB.open('${DATABASE.name}',${DATABASE.version});
o.onupgradeneeded=function(){${JSON.stringify(STORAGE_TABLES)}.forEach(function(t){o.result.createObjectStore(t)})};
o.onsuccess=function(){o.result.onversionchange=function(){o.result.close()};done(o.result)};o.onerror=function(){failed(o.error)}})};
self.earlyDatabase=openDatabase();earlyDatabase.catch(function(){});`;

/**
 * Runs in the page before anything is painted, so that nobody sees the wrong theme or size first. It must not depend on
 * anything and may not throw: storage can be forbidden. The schemas are told first that this page may not make code from
 * text: else they try, and each try is a breach of the policy.
 */
export const BOOT_SCRIPT = `${OPEN}${TRUST}globalThis.__zod_globalConfig={jitless:true};(function(){var d=document.documentElement,p={};try{p=JSON.parse(localStorage.getItem('${PREFERENCES_KEY}'))||{}}catch(e){}
var l=p.locale||navigator.language||'en';d.lang=/^zh/i.test(l)?'zh-CN':'en';
if(p.theme==='light'||p.theme==='dark')d.dataset.theme=p.theme;
if([90,110,125,150].indexOf(p.textSize)>=0)d.dataset.text=p.textSize;if(p.density==='compact')d.dataset.density='compact';
var w=p.widths||{};['list','side'].forEach(function(k){if(w[k]>0)d.style.setProperty('--'+k+'-width',w[k]+'px')})})()`;
