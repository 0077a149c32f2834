import { testSeeds } from './seeds.js';

testSeeds('odd');
