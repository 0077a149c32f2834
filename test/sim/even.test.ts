import { testSeeds } from './seeds.js';

testSeeds('even');
